package dev.orrery.projections.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergeTest {

    private static final int PREFIX_BYTES = 1;

    @Test
    void pages_of_any_size_walk_all_rows_once_and_in_order() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var partitions = new ArrayList<MemoryRows>();
            for (int p = 0; p <= random.nextInt(4); p++) {
                partitions.add(new MemoryRows());
            }
            var expected = new TreeSet<String>();
            for (int n = random.nextInt(60); n > 0; n--) {
                var name = Integer.toString(random.nextInt(1000), 36);
                expected.add(name);
                put(partitions.get(random.nextInt(partitions.size())), name);
            }
            var order = random.nextBoolean() ? Order.ASCENDING : Order.DESCENDING;
            var walked = walk(partitions, order, 1 + random.nextInt(7));
            var inOrder = new ArrayList<>(expected);
            if (order == Order.DESCENDING) {
                Collections.reverse(inOrder);
            }
            assertThat(walked).as("seed %s round %s", seed, round).isEqualTo(inOrder);
        }
    }

    @Test
    void what_follows_a_prefix_of_all_ones_is_found() {
        var rows = new MemoryRows();
        byte[] prefix = {'k', (byte) 0xFF, (byte) 0xFF};
        rows.put(new byte[] {'k', (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}, Keys.NOTHING);
        rows.put(new byte[] {'l'}, Keys.NOTHING);
        try (var scan = rows.scan(0, KeyRange.of(prefix), Order.ASCENDING)) {
            assertThat(scan.next()).isNotNull();
            assertThat(scan.next()).isNull();
        }
    }

    @Test
    void names_sort_as_people_expect_whatever_is_in_them() {
        var rows = new MemoryRows();
        var flows = List.of("a", "a\0", "a\0b", "a b", "aa", "ä");
        for (var flow : flows) {
            rows.put(Keys.deploymentByName(flow, "z"), flow.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows.all().values())
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .isEqualTo(flows);
        try (var scan = rows.scan(0, KeyRange.of(Keys.deploymentsOfFlow("a")), Order.ASCENDING)) {
            assertThat(scan.next()).isNotNull();
            assertThat(scan.next()).isNull();
        }
    }

    private static List<String> walk(List<MemoryRows> partitions, Order order, int pageRows) {
        var walked = new ArrayList<String>();
        byte[] after = null;
        while (true) {
            var page = page(partitions, order, after, pageRows);
            page.forEach(row -> walked.add(name(row)));
            if (page.size() < pageRows) {
                return walked;
            }
            after = page.getLast().suffix(PREFIX_BYTES);
        }
    }

    private static List<Row> page(
            List<MemoryRows> partitions, Order order, byte @Nullable [] after, int pageRows) {
        var page = new ArrayList<Row>();
        try (var merge = new Merge(order, (one, _) -> one)) {
            for (int p = 0; p < partitions.size(); p++) {
                var range = KeyRange.beyond(Keys.flows(), after, order);
                merge.with(partitions.get(p).scan(p, range, order), PREFIX_BYTES);
            }
            while (page.size() < pageRows) {
                var row = merge.next();
                if (row == null) {
                    break;
                }
                page.add(row);
            }
        }
        return page;
    }

    private static void put(MemoryRows rows, String name) {
        rows.put(Keys.flow(name), name.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(Row row) {
        return new String(row.value(), StandardCharsets.UTF_8);
    }
}
