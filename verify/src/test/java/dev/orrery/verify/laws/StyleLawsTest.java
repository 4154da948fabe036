package dev.orrery.verify.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.lang.ArchRule;
import java.text.DateFormat;
import java.util.Calendar;
import java.util.Date;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.junit.jupiter.api.Test;

/** Names and habits that make code hard to read later. */
class StyleLawsTest {

    @Test
    void nobody_has_a_name_that_says_nothing() {
        check(
                noClasses()
                        .should()
                        .haveNameMatching(
                                ".*[.$](Abstract|Base)[A-Z][^.$]*"
                                        + "|.*(Manager|Helper|Utils?|Impl|Service|Base)")
                        .because("such a name is where a better one was not looked for"));
        check(
                noClasses()
                        .should()
                        .resideInAnyPackage("..util..", "..common..", "..misc..", "..impl..")
                        .because("a package is about something"));
    }

    @Test
    void nobody_has_setters() {
        check(
                noMethods()
                        .that()
                        .arePublic()
                        .and()
                        .areDeclaredInClassesThat()
                        .areNotAssignableTo(RocksDBConfigSetter.class)
                        .should()
                        .haveNameMatching("set[A-Z].*")
                        .because("a value is made whole, and a change is a new value"));
    }

    @Test
    void nobody_uses_the_old_dates() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .belongToAnyOf(Date.class, Calendar.class, DateFormat.class)
                        .because("java.time says which kind of time it is"));
    }

    @Test
    void only_the_programs_end_the_process() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.orrery.server..", "dev.orrery.cli")
                        .should()
                        .callMethod(System.class, "exit", int.class)
                        .orShould()
                        .callMethod(Runtime.class, "exit", int.class)
                        .orShould()
                        .callMethod(Runtime.class, "halt", int.class)
                        .because("a library that exits takes everybody's work with it"));
    }

    @Test
    void nobody_injects() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "javax.inject..",
                                "jakarta.inject..",
                                "com.google.inject..",
                                "org.springframework..",
                                "lombok..")
                        .because("main builds everything, top to bottom, on one page"));
    }

    private static void check(ArchRule law) {
        law.check(Production.CLASSES);
    }
}
