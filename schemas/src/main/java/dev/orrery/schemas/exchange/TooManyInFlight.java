package dev.orrery.schemas.exchange;

/** As many answers are waited for as may be; nothing was sent. */
public final class TooManyInFlight extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TooManyInFlight(int inFlightMax) {
        super(inFlightMax + " commands are in flight already");
    }
}
