package io.github.netnsjunit.assertj.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tells whether the code that called an assertion throws its result away, as a statement does that ends with the call. Only then is it
 * certain that nothing can follow in the chain. There is no other way to know this before the call returns than to look at the
 * instruction behind the call, in the class file of the caller. The call is found by its line: tools such as JaCoCo move instructions
 * when they load a class, but keep the lines.
 */
public final class CallSite {

    /** ASM refuses class files that are newer than itself. What is read here is the same in all of them. */
    private static final byte READABLE_VERSION = (byte) Opcodes.V17;

    private CallSite() {}

    /**
     * Returns true if the result of the method that is running is thrown away by its caller. Returns false if it is used, and also if
     * that cannot be told: the class file may be missing or have no lines, or one line may have calls of both kinds.
     *
     * @param type the class that declares the method
     * @param method the method's name
     */
    public static boolean dropsResultOf(Class<?> type, String method) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.dropWhile(frame -> frame.getDeclaringClass() != type
                                || !frame.getMethodName().equals(method))
                        .skip(1)
                        .findFirst())
                .flatMap(caller -> codeOf(caller).filter(code -> dropsResult(code, caller.getLineNumber(), method)))
                .isPresent();
    }

    private static Optional<MethodNode> codeOf(StackFrame caller) {
        Class<?> type = caller.getDeclaringClass();
        try (InputStream file = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            if (file == null) {
                return Optional.empty(); // the class was generated
            }
            byte[] bytes = file.readAllBytes();
            bytes[6] = 0; // the major version is at offsets 6 and 7
            bytes[7] = READABLE_VERSION;
            ClassNode classFile = new ClassNode();
            new ClassReader(bytes).accept(classFile, ClassReader.SKIP_FRAMES);
            return classFile.methods.stream()
                    .filter(each ->
                            each.name.equals(caller.getMethodName()) && each.desc.equals(caller.getDescriptor()))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty(); // then nobody can tell, which is a result of its own
        }
    }

    /** Whether all calls of a method in one line throw their results away, and there is one. */
    private static boolean dropsResult(MethodNode code, int line, String method) {
        boolean drops = false;
        int current = 0;
        for (AbstractInsnNode each : code.instructions) {
            if (each instanceof LineNumberNode begin) {
                current = begin.line;
            } else if (current == line && each instanceof MethodInsnNode call && call.name.equals(method)) {
                if (instructionAfter(call) != Opcodes.POP) {
                    return false;
                }
                drops = true;
            }
        }
        return drops;
    }

    /** The opcode of the next real instruction. Labels and lines have the opcode -1. */
    private static int instructionAfter(AbstractInsnNode call) {
        AbstractInsnNode next = call.getNext();
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next == null ? -1 : next.getOpcode();
    }
}
