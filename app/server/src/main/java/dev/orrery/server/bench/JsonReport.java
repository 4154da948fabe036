package dev.orrery.server.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** One JSON object, for programs. */
public final class JsonReport implements Report {

    private final PrintStream out;

    public JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(String how) {}

    @Override
    public void figure(Figure figure) {}

    @Override
    public void end(List<Figure> figures, List<String> leftOut) {
        var all = new ArrayList<Object>();
        for (var figure : figures) {
            var one = new LinkedHashMap<String, Object>();
            one.put("name", figure.name());
            one.put("value", figure.value());
            one.put("unit", figure.unit().name());
            one.put("target", figure.target().text());
            one.put("verdict", figure.verdict());
            all.add(one);
        }
        var report = new LinkedHashMap<String, Object>();
        report.put("machine", Machine.here());
        report.put("figures", all);
        report.put("notMeasured", leftOut);
        try {
            var mapper = JsonMapper.builder().build();
            out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } catch (JsonProcessingException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }
}
