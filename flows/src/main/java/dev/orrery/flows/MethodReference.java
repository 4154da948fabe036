package dev.orrery.flows;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;

/**
 * A flow as a reference to its method, such as {@code HelloFlow::hello}: the compiler knows whether
 * there is such a method. A reference says which one it is if it is serializable; nothing is ever
 * serialized. Of a method that is not static the first parameter is its object.
 */
public interface MethodReference extends Serializable {

    /** What is said where it is no such reference. */
    String WANTED =
            "The flow of a deployment is named by its method, as in HelloFlow::hello, or by its"
                    + " class and its name.";

    /**
     * The flow that it refers to.
     *
     * @throws SpecException when it refers to none
     */
    static FlowReference.InClass flow(MethodReference reference) {
        var method = method(reference);
        String type = method.getImplClass().replace('/', '.');
        if (method.getImplMethodName().startsWith("lambda$") || method.getCapturedArgCount() > 0) {
            throw new SpecException(WANTED + " The one in " + type + " is other code.");
        }
        try {
            var loader = reference.getClass().getClassLoader();
            return new FlowReference.InClass(
                    Class.forName(type, false, loader), method.getImplMethodName());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SerializedLambda method(MethodReference reference) {
        try {
            var form = reference.getClass().getDeclaredMethod("writeReplace");
            form.setAccessible(true);
            if (form.invoke(reference) instanceof SerializedLambda method) {
                return method;
            }
        } catch (NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException
                | RuntimeException _) {
            // A class of the user's own, or in a module that shows nothing.
        }
        throw new SpecException(WANTED);
    }

    /** To a method with no parameters. */
    @FunctionalInterface
    interface Of0 extends MethodReference {
        void call() throws Exception;
    }

    /** To a method with one parameter. */
    @FunctionalInterface
    interface Of1<A> extends MethodReference {
        void call(A a) throws Exception;
    }

    /** To a method with 2 parameters. */
    @FunctionalInterface
    interface Of2<A, B> extends MethodReference {
        void call(A a, B b) throws Exception;
    }

    /** To a method with 3 parameters. */
    @FunctionalInterface
    interface Of3<A, B, C> extends MethodReference {
        void call(A a, B b, C c) throws Exception;
    }

    /** To a method with 4 parameters. */
    @FunctionalInterface
    interface Of4<A, B, C, D> extends MethodReference {
        void call(A a, B b, C c, D d) throws Exception;
    }

    /** To a method with 5 parameters. */
    @FunctionalInterface
    interface Of5<A, B, C, D, E> extends MethodReference {
        void call(A a, B b, C c, D d, E e) throws Exception;
    }

    /** To a method with 6 parameters. */
    @FunctionalInterface
    interface Of6<A, B, C, D, E, F> extends MethodReference {
        void call(A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /** To a method with 7 parameters. */
    @FunctionalInterface
    interface Of7<A, B, C, D, E, F, G> extends MethodReference {
        void call(A a, B b, C c, D d, E e, F f, G g) throws Exception;
    }

    /** To a method with 8 parameters. */
    @FunctionalInterface
    interface Of8<A, B, C, D, E, F, G, H> extends MethodReference {
        void call(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;
    }
}
