package dev.orrery.verify.laws;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Decisions and folds give the same for the same, today and when the log is replayed. */
class PurityLawsTest {

    private static final String[] PURE = {
        "dev.orrery.commands.domain..", "dev.orrery.projections.view.."
    };

    private static final String[] WORLD = {
        "java.io..",
        "java.net..",
        "java.nio.file..",
        "java.nio.channels..",
        "java.util.concurrent..",
        "java.util.logging..",
        "org.slf4j..",
        "org.apache.kafka..",
        "org.apache.avro..",
        "io.javalin..",
        "org.rocksdb.."
    };

    /** Named for the world, and no part of it; the promise is one that somebody else keeps. */
    private static final Class<?>[] MEMORY = {
        ByteArrayOutputStream.class, IOException.class, CompletableFuture.class
    };

    @Test
    void pure_code_touches_nothing_of_the_world() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(PURE)
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(WORLD).and(not(belongToAnyOf(MEMORY))))
                        .because("what a replay can't repeat must come in as a value"));
    }

    @Test
    void pure_code_reads_no_clock_and_makes_no_random_number() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(PURE)
                        .should()
                        .callMethodWhere(
                                JavaCall.Predicates.target(
                                        nameMatching(
                                                "now|random|randomUUID|nanoTime|currentTimeMillis"
                                                        + "|getenv|getProperty|systemDefault")))
                        .because("times and ids arrive in the command or stand in the event"));
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(PURE)
                        .should()
                        .dependOnClassesThat(
                                assignableTo(Clock.class)
                                        .or(assignableTo(InstantSource.class))
                                        .or(assignableTo(Random.class)))
                        .because("a clock that is handed in is a clock all the same"));
    }

    @Test
    void the_domain_has_no_mapper() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.orrery.commands.domain..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.fasterxml.jackson..")
                        .because(
                                "JSON is a value with rules of its own, dev.orrery.schemas' Json"));
    }

    @Test
    void the_state_of_the_domain_does_not_change() {
        check(
                noFields()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage("dev.orrery.commands.domain..")
                        .and()
                        .areDeclaredInClassesThat()
                        .doNotHaveSimpleName("FirstWrong")
                        .and()
                        .areDeclaredInClassesThat()
                        .areNotAssignableTo(Iterator.class)
                        .should()
                        .notBeFinal()
                        .because("evolve makes the next state and leaves the last one alone"));
    }

    @Test
    void only_the_applier_makes_state() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.orrery.commands..")
                        .and()
                        .resideOutsideOfPackage("dev.orrery.commands.domain..")
                        .and()
                        .doNotHaveSimpleName("Applier")
                        .should()
                        .callMethodWhere(
                                JavaCall.Predicates.target(nameMatching("evolve"))
                                        .and(
                                                JavaCall.Predicates.target(
                                                        owner(
                                                                resideInAPackage(
                                                                        "dev.orrery.commands.domain..")))))
                        .because(
                                "state that comes from anywhere but an event is lost at a replay"));
    }

    private static void check(ArchRule law) {
        law.check(Production.CLASSES);
    }
}
