package dev.orrery.server.bench;

import java.util.concurrent.CompletableFuture;

/** Asks for something and hears of it later; each slot has at most one question out. */
@FunctionalInterface
interface Ask {
    CompletableFuture<?> ask(int slot);
}
