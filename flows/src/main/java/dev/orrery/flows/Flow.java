package dev.orrery.flows;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that can be deployed: static, or of a class that has a constructor without parameters.
 * Its own parameters are the run's, what it returns is the run's result.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Flow {

    /** By default the method's: {@code helloWorld} and {@code hello_world} are hello-world. */
    String name() default "";

    /** For people. */
    String description() default "";

    /** A label of the code, such as a Git commit. */
    String version() default "";
}
