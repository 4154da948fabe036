package dev.orrery.flows.load;

import dev.orrery.flows.Deployment;
import dev.orrery.flows.Flow;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.HashMap;
import java.util.Map;

/**
 * What a class file says of its class, which is not loaded for it: a jar holds classes that can't
 * be, and to load one is to run some of it.
 *
 * @param name the class's
 * @param source the name of the file that it was compiled from, with its package as folders
 * @param declares whether it has deployments
 * @param flows the first line of each flow's method, by the method's name
 */
record Outline(String name, String source, boolean declares, Map<String, Integer> flows) {

    private static final String FLOW = Flow.class.descriptorString();
    private static final String DEPLOYMENT = Deployment.class.descriptorString();

    static Outline of(byte[] content) {
        var model = ClassFile.of().parse(content);
        boolean declares = model.fields().stream().anyMatch(f -> isMarked(f, DEPLOYMENT));
        var flows = new HashMap<String, Integer>();
        for (var method : model.methods()) {
            declares |= isMarked(method, DEPLOYMENT);
            if (isMarked(method, FLOW)) {
                flows.put(method.methodName().stringValue(), line(method));
            }
        }
        String name = model.thisClass().asInternalName();
        return new Outline(
                name.replace('/', '.'), source(model, name), declares, Map.copyOf(flows));
    }

    boolean isOfUse() {
        return declares || !flows.isEmpty();
    }

    private static boolean isMarked(AttributedElement member, String annotation) {
        return member.findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(all ->
                        all.annotations().stream()
                                .anyMatch(a -> a.className().equalsString(annotation)))
                .orElse(false);
    }

    private static int line(MethodModel method) {
        return method.code()
                .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
                .flatMap(table ->
                        table.lineNumbers().stream()
                                .map(line -> line.lineNumber())
                                .min(Integer::compare))
                .orElse(1);
    }

    private static String source(ClassModel model, String name) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        return model.findAttribute(Attributes.sourceFile())
                .map(source -> folder + source.sourceFile().stringValue())
                .orElse(name + ".class");
    }
}
