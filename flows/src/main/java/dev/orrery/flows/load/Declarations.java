package dev.orrery.flows.load;

import dev.orrery.flows.Deployment;
import dev.orrery.flows.DeploymentSpec;
import dev.orrery.flows.Place;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The deployments that a class declares. */
final class Declarations {

    private final Code code;
    private final Class<?> type;
    private final List<DeploymentSpec> found = new ArrayList<>();

    private Declarations(Code code, Class<?> type) {
        this.code = code;
        this.type = type;
    }

    /**
     * @throws InvocationTargetException what the user's own code throws
     */
    static List<DeploymentSpec> of(Code code, Class<?> type) throws InvocationTargetException {
        var declarations = new Declarations(code, type);
        declarations.read();
        return declarations.found;
    }

    private void read() throws InvocationTargetException {
        try {
            for (var field : type.getDeclaredFields()) {
                if (isDeclared(field, field)) {
                    field.setAccessible(true);
                    add(field.get(null), field);
                }
            }
            for (var method : type.getDeclaredMethods()) {
                if (isDeclared(method, method)) {
                    requireNoParameters(method);
                    method.setAccessible(true);
                    add(method.invoke(null), method);
                }
            }
        } catch (IllegalAccessException unreadable) {
            throw wrong("can't be read: " + unreadable.getMessage(), type.getSimpleName());
        } catch (ExceptionInInitializerError failed) {
            throw new InvocationTargetException(
                    failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private boolean isDeclared(AnnotatedElement element, Member member) {
        if (!element.isAnnotationPresent(Deployment.class)) {
            return false;
        }
        if (!Modifier.isStatic(member.getModifiers())) {
            throw wrong("is marked as a deployment and is not static", member.getName());
        }
        return true;
    }

    private void requireNoParameters(Method method) {
        if (method.getParameterCount() > 0) {
            throw wrong("is marked as a deployment and has parameters", method.getName());
        }
    }

    private void add(@Nullable Object value, Member member) {
        switch (value) {
            case DeploymentSpec spec -> found.add(spec);
            case Stream<?> many -> many.forEach(one -> add(one, member));
            case Iterable<?> many -> many.forEach(one -> add(one, member));
            case null, default ->
                    throw wrong(
                            "is marked as a deployment and is no DeploymentSpec", member.getName());
        }
    }

    private LoadFailure wrong(String what, String member) {
        return code.failure(
                "'%s' of the class %s %s.".formatted(member, type.getName(), what),
                new Place(type.getName(), 1));
    }
}
