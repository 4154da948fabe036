package dev.orrery.server.bench;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;

/**
 * The command that is measured: a deployment is paused and resumed in turn, so that each command is
 * accepted and appends exactly one event.
 */
final class Toggle {

    private final boolean[] paused;
    private final byte[][] pause;
    private final byte[][] resume;

    Toggle(int slots) {
        paused = new boolean[slots];
        pause = new byte[slots][];
        resume = new byte[slots][];
        for (int slot = 0; slot < slots; slot++) {
            pause[slot] = HttpRequest.post(Deployments.path(slot) + "/pause");
            resume[slot] = HttpRequest.post(Deployments.path(slot) + "/resume");
        }
    }

    byte[] request(int slot) {
        return turn(slot) ? pause[slot] : resume[slot];
    }

    Command command(int slot) {
        var id = Deployments.id(slot);
        return turn(slot) ? new PauseDeployment(id) : new ResumeDeployment(id);
    }

    /** A slot asks only when it has its answer, so nobody else is here for the same slot. */
    private boolean turn(int slot) {
        paused[slot] = !paused[slot];
        return paused[slot];
    }
}
