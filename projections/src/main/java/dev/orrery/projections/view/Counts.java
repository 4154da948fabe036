package dev.orrery.projections.view;

import java.util.function.UnaryOperator;

/** The one row of counts that several views change. */
final class Counts {

    private Counts() {}

    static void change(Rows rows, UnaryOperator<CountsView> change) {
        byte[] row = rows.get(Keys.counts());
        var before = row == null ? CountsView.NONE : ViewJson.read(row, CountsView.class);
        rows.put(Keys.counts(), ViewJson.write(change.apply(before)));
    }
}
