package dev.orrery.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodReferenceTest {

    static class Hello {
        @Flow
        static void none() {}

        @Flow
        static int many(
                String a,
                int b,
                long[] c,
                List<String> d,
                @Nullable String e,
                char f,
                double g,
                Long h)
                throws IOException {
            return 0;
        }

        @Flow
        String ofAnObject(int times) {
            return "";
        }

        static void noFlow() {}
    }

    @Test
    void a_method_is_referred_to_whatever_it_takes_gives_and_throws() {
        assertRefersTo("none", DeploymentSpec.of("n", Hello::none));
        assertRefersTo("many", DeploymentSpec.of("n", Hello::many));
        assertRefersTo("ofAnObject", DeploymentSpec.of("n", Hello::ofAnObject));
    }

    @Test
    void what_is_no_method_of_a_class_is_refused() {
        var hello = new Hello();
        refused(() -> DeploymentSpec.of("n", () -> Hello.none()));
        refused(() -> DeploymentSpec.of("n", hello::ofAnObject));
        refused(() ->
                DeploymentSpec.of(
                        "n",
                        new MethodReference.Of0() {
                            @Override
                            public void call() {}
                        }));
    }

    @Test
    void a_method_that_is_no_flow_is_told_when_it_is_looked_for() {
        var flow = (FlowReference.InClass) DeploymentSpec.of("n", Hello::noFlow).flow();
        assertThatThrownBy(() -> FlowMethod.of(flow.type(), flow.name()))
                .hasMessageContaining("has no flow 'noFlow'; it has many, none, of-an-object");
    }

    private static void assertRefersTo(String method, DeploymentSpec spec) {
        assertThat(spec.flow()).isEqualTo(new FlowReference.InClass(Hello.class, method));
        var flow = FlowMethod.of(Hello.class, method);
        assertThat(spec.document(flow, Json.EMPTY).get("parameterSchema"))
                .isEqualTo(Objects.requireNonNull(flow.schema()));
        assertThat(spec.place().type()).isEqualTo(MethodReferenceTest.class.getName());
    }

    private static void refused(Runnable naming) {
        assertThatThrownBy(naming::run)
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("as in HelloFlow::hello");
    }
}
