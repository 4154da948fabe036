package dev.orrery.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import java.util.List;

/** One evaluation by the library: from what it is paid, and what it has found. */
final class Check extends ExecutionContext {

    private static final int MISFITS_MAX = 20;

    /** An error and what it holds, and the characters of its words, which may be made for it. */
    private static final int STEPS_OF_AN_ERROR = 50;

    private static final int CHARACTERS_A_STEP = 4;

    private static final Object[] NONE = {};

    private final Budget budget;

    /** Those that are told, and not those of a schema that need not fit. */
    private final List<Error> told = getErrors();

    private Check(Budget budget) {
        this.budget = budget;
    }

    /** At most 20, in the order in which they are found. */
    static List<Misfit> of(Schema schema, JsonNode value, Budget budget) {
        var check = new Check(budget);
        schema.validate(check, value);
        return check.told.stream().limit(MISFITS_MAX).map(Check::misfit).toList();
    }

    Budget budget() {
        return budget;
    }

    /** Whether what is found now is told to nobody. */
    @SuppressWarnings("ReferenceEquality")
    boolean isFull() {
        return told.size() >= MISFITS_MAX && getErrors() == told;
    }

    @Override
    public void addError(Error error) {
        long steps = STEPS_OF_AN_ERROR;
        var words = error.getArguments();
        for (var argument : words == null ? NONE : words) {
            steps += String.valueOf(argument).length() / CHARACTERS_A_STEP;
        }
        budget.spend(steps);
        super.addError(error);
    }

    private static Misfit misfit(Error error) {
        var place = error.getInstanceLocation();
        var property = error.getProperty();
        var pointer = property == null ? place : place.append(property);
        return Misfit.of(pointer.toString(), error.getMessage());
    }
}
