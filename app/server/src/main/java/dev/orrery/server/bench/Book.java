package dev.orrery.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** The figures so far. */
final class Book {

    private final List<Figure> figures = new ArrayList<>();
    private final Consumer<Figure> told;

    /**
     * @param told of each figure as soon as it is known
     */
    Book(Consumer<Figure> told) {
        this.told = told;
    }

    void add(String name, double value, Unit unit, Target target) {
        var figure = new Figure(name, value, unit, target);
        figures.add(figure);
        told.accept(figure);
    }

    /** A figure that explains others. */
    void note(String name, double value, Unit unit) {
        add(name, value, unit, Target.none());
    }

    /** Nothing when it was not measured in this run. */
    OptionalDouble value(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst();
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    boolean isPassed() {
        return figures.stream().allMatch(Figure::isPassed);
    }
}
