package dev.orrery.verify.containers;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Tells the stories where Docker answers, and takes the containers away after each. */
public final class DockerCondition implements ExecutionCondition, AfterAllCallback {

    private static final boolean REQUIRED =
            "required".equals(System.getProperty("orrery.containers"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (REQUIRED || Elsewhere.REGISTRY_ALONE) {
            return enabled("a story that finds no Docker where it needs one is to fail");
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? enabled("Docker answers")
                : disabled(
                        "No Docker answers here, so there is no Kafka in a container to tell this"
                                + " story on (-Dorrery.containers=required makes that a failure).");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Elsewhere.stopAll();
    }
}
