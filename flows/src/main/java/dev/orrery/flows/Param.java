package dev.orrery.flows;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter of a flow is besides its type. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

    /** What stands for no default, since an annotation can't hold null and "" is a text. */
    String NONE = "\0";

    /** Its name; needed only where the code was compiled without {@code -parameters}. */
    String value() default "";

    /** For people. */
    String description() default "";

    /** What it is where the run has none: a text as it is, anything else as JSON. */
    String defaultValue() default NONE;
}
