package dev.orrery.verify.laws;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each module may know of the others. */
class ModuleLawsTest {

    private static final String SCHEMAS = "dev.orrery.schemas..";
    private static final String DOMAIN = "dev.orrery.commands.domain..";
    private static final String VIEW = "dev.orrery.projections.view..";

    @Test
    void schemas_know_nothing_of_ours() {
        knowOnly("schemas", List.of(), "contracts that know their users can't be shared");
    }

    @Test
    void flows_know_nothing_of_ours() {
        knowOnly("flows", List.of(), "what a user compiles against is one small jar");
    }

    @Test
    void commands_know_schemas() {
        knowOnly("commands", List.of(SCHEMAS), "what decides must not depend on what is shown");
    }

    @Test
    void projections_know_schemas() {
        knowOnly("projections", List.of(SCHEMAS), "views must follow from the log alone");
    }

    @Test
    void the_runner_knows_schemas() {
        knowOnly(
                "runner",
                List.of(SCHEMAS, "dev.orrery.flows.."),
                "a runner on another machine has only the contracts");
    }

    @Test
    void the_audit_knows_schemas_decisions_and_views() {
        knowOnly(
                "audit",
                List.of(SCHEMAS, DOMAIN, VIEW),
                "an audit that uses the machinery it judges proves nothing");
    }

    @Test
    void the_command_line_speaks_http_and_executes() {
        knowOnly(
                "cli",
                List.of(SCHEMAS, "dev.orrery.runner.work..", "dev.orrery.flows.."),
                "what it knows of a server is what any client knows");
    }

    @Test
    void of_the_contracts_the_command_line_needs_those_of_work() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.orrery.cli..")
                        .and()
                        .resideOutsideOfPackage("dev.orrery.cli.execute..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                                SCHEMAS,
                                                "dev.orrery.runner..",
                                                "org.apache.kafka..")
                                        // What an artifact is called is said once; its topic is
                                        // a package below. And who brings code to S3 writes what
                                        // runners read, by the same class; no run is in it.
                                        // Checkpoints
                                        // are signed here, where the key is.
                                        .and(
                                                not(
                                                        resideInAnyPackage(
                                                                "dev.orrery.schemas.artifact",
                                                                "dev.orrery.schemas.checkpoint",
                                                                "dev.orrery.runner.work.s3"))))
                        .because("a command that loads Kafka's classes does not start light"));
    }

    @Test
    void nobody_knows_the_command_line() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.orrery.cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.orrery.cli..")
                        .because("it is a client among others"));
    }

    @Test
    void only_the_server_puts_things_together() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.orrery.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.orrery.server..")
                        .because("what composes the parts is above them"));
    }

    @Test
    void the_domain_knows_nothing_else_of_its_module() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(DOMAIN)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.orrery.commands.processor..", "dev.orrery.commands.api..")
                        .because("a decision must not know how it is asked for or kept"));
    }

    @Test
    void routes_that_write_do_not_know_who_decides() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.orrery.commands.api..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.orrery.commands.processor..", DOMAIN)
                        .because("they translate and submit; the processor may be elsewhere"));
    }

    @Test
    void views_know_nothing_else_of_their_module() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(VIEW)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.orrery.projections.stream..", "dev.orrery.projections.api..")
                        .because("a fold must not know where its rows are kept or who reads"));
    }

    @Test
    void work_does_not_know_leases() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.orrery.runner.work..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.orrery.runner.lease..")
                        .because("executing is the same for a run that nobody leased"));
    }

    @Test
    void packages_make_no_cycles() {
        check(
                slices().matching("dev.orrery.(**)")
                        .should()
                        .beFreeOfCycles()
                        .because("two packages that need each other are one, with two names"));
    }

    @Test
    void javalin_and_jetty_stay_at_the_edge() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.orrery..api..", "dev.orrery.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
                        .because("HTTP is one way to ask, and not what is asked"));
    }

    private static void knowOnly(String module, List<String> ours, String reason) {
        var allowed = new ArrayList<>(ours);
        allowed.add("dev.orrery." + module + "..");
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.orrery." + module + "..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("dev.orrery..")
                                        .and(
                                                resideOutsideOfPackages(
                                                        allowed.toArray(String[]::new))))
                        .because(reason));
    }

    private static void check(ArchRule law) {
        law.check(Production.CLASSES);
    }
}
