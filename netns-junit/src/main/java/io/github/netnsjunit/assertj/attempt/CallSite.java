package io.github.netnsjunit.assertj.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Tells whether the code that called an assertion throws its result away, as a statement does that ends with the call. Only then is it
 * certain that nothing can follow in the chain. There is no other way to know this before the call returns than to look at the
 * instruction behind the call, in the class file of the caller.
 */
public final class CallSite {

    /** ASM refuses class files that are newer than itself. What is read here is the same in all of them. */
    private static final byte READABLE_VERSION = (byte) Opcodes.V17;

    /** In bytes: the opcode, and the index of the method in the constant pool. */
    private static final int CALL_LENGTH = 3;

    private final ClassReader reader;
    private final char[] buffer;

    private CallSite(ClassReader reader) {
        this.reader = reader;
        this.buffer = new char[reader.getMaxStringLength()];
    }

    /**
     * Returns true if the result of the method that is running is thrown away by its caller. Returns false if it is used, and also if
     * that cannot be told: the class file may be missing, or differ from the code that runs, because a tool such as JaCoCo changed it.
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
                .filter(caller -> of(caller.getDeclaringClass())
                        .filter(site -> site.dropsResult(caller, method))
                        .isPresent())
                .isPresent();
    }

    private static Optional<CallSite> of(Class<?> type) {
        try (InputStream file = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            if (file == null) {
                return Optional.empty(); // the class was generated
            }
            byte[] bytes = file.readAllBytes();
            bytes[6] = 0; // the major version is at offsets 6 and 7
            bytes[7] = READABLE_VERSION;
            return Optional.of(new CallSite(new ClassReader(bytes)));
        } catch (IOException unreadable) {
            return Optional.empty(); // then nobody can tell, which is a result of its own
        }
    }

    private boolean dropsResult(StackFrame caller, String method) {
        int code = codeOf(caller.getMethodName(), caller.getDescriptor());
        int call = caller.getByteCodeIndex();
        // a code attribute begins with u2 max_stack, u2 max_locals, u4 code_length
        if (code < 0 || call < 0 || call + CALL_LENGTH >= reader.readInt(code + 4)) {
            return false;
        }
        int instruction = code + 8 + call;
        return reader.readByte(instruction) == Opcodes.INVOKEVIRTUAL
                && method.equals(nameOfMethod(reader.readUnsignedShort(instruction + 1)))
                && reader.readByte(instruction + CALL_LENGTH) == Opcodes.POP;
    }

    /** In a constant pool: u2 class, u2 name and type. The latter begins with u2 name. */
    private @Nullable String nameOfMethod(int index) {
        int nameAndType = reader.getItem(reader.readUnsignedShort(reader.getItem(index) + 2));
        return reader.readUTF8(nameAndType, buffer);
    }

    /**
     * Returns the offset of a method's code, or -1 if there is none. For the layout see the Java Virtual Machine Specification, section
     * 4.1: after u2 access, u2 class and u2 super class come the interfaces, the fields and the methods.
     */
    private int codeOf(String name, String descriptor) {
        int at = reader.header + 6;
        at += 2 + 2 * reader.readUnsignedShort(at);
        int fields = reader.readUnsignedShort(at);
        at += 2;
        for (int i = 0; i < fields; i++) {
            at = endOfMember(at);
        }
        int methods = reader.readUnsignedShort(at);
        at += 2;
        for (int i = 0; i < methods; i++) {
            if (name.equals(reader.readUTF8(at + 2, buffer)) && descriptor.equals(reader.readUTF8(at + 4, buffer))) {
                return attribute(at, "Code");
            }
            at = endOfMember(at);
        }
        return -1;
    }

    /** A member is u2 access, u2 name, u2 descriptor, u2 count of attributes. Each attribute is u2 name, u4 length, and content. */
    private int endOfMember(int member) {
        int at = member + 8;
        for (int i = reader.readUnsignedShort(member + 6); i > 0; i--) {
            at += 6 + reader.readInt(at + 2);
        }
        return at;
    }

    private int attribute(int member, String name) {
        int at = member + 8;
        for (int i = reader.readUnsignedShort(member + 6); i > 0; i--) {
            if (name.equals(reader.readUTF8(at, buffer))) {
                return at + 6;
            }
            at += 6 + reader.readInt(at + 2);
        }
        return -1;
    }
}
