package dev.orrery.projections.view;

/** The output of runs that is here, whichever partition it came by. */
public interface OutputReader {

    /**
     * Chunks as they came, see {@link OutputKeys}.
     *
     * @throws dev.orrery.schemas.http.ApiProblem when the output can't be read now
     */
    Scan scan(KeyRange range, Order order);
}
