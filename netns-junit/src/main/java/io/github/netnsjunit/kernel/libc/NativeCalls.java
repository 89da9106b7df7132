package io.github.netnsjunit.kernel.libc;

import static java.util.Objects.requireNonNull;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Calls C functions through jffi, the lowest layer of jnr. The layers above generate code for each function, which takes longer than all
 * else that a first lab needs.
 *
 * <p>All arguments are passed as 64-bit numbers. On x86-64 and aarch64 a function that takes an {@code int} reads the lower half of the
 * same register (System V ABI, AAPCS64), and one with a variable number of arguments reads the same registers as others.
 */
class NativeCalls {

    private static final int MOST_ARGUMENTS = 5;

    /** By the number of arguments. */
    private final CallContext[] contexts = new CallContext[MOST_ARGUMENTS + 1];

    private final Map<NativeFunction, Long> addresses = new EnumMap<>(NativeFunction.class);

    private final Invoker invoker;
    private final LastError lastError;

    /** @throws UnsatisfiedLinkError if jffi's native part cannot be loaded, or the C library lacks a function */
    NativeCalls() {
        Library ofThisProcess = Library.getDefault();
        for (NativeFunction function : NativeFunction.values()) {
            long address = ofThisProcess.getSymbolAddress(function.symbol());
            if (address == 0) {
                throw new UnsatisfiedLinkError("the C library has no function " + function.symbol());
            }
            addresses.put(function, address);
        }
        for (int count = 0; count <= MOST_ARGUMENTS; count++) {
            Type[] parameters = new Type[count];
            Arrays.fill(parameters, Type.SINT64);
            contexts[count] = CallContext.getCallContext(Type.SINT64, parameters, CallingConvention.DEFAULT, true);
        }
        invoker = Invoker.getInstance();
        lastError = LastError.getInstance();
    }

    /** Calls a function. Of the result of one that returns an {@code int}, only the lower half means something. */
    long call(NativeFunction function, long[] arguments) {
        CallContext context = contexts[arguments.length];
        long address = requireNonNull(addresses.get(function));
        return switch (arguments.length) {
            case 1 -> invoker.invokeN1(context, address, arguments[0]);
            case 2 -> invoker.invokeN2(context, address, arguments[0], arguments[1]);
            case 3 -> invoker.invokeN3(context, address, arguments[0], arguments[1], arguments[2]);
            case 4 -> invoker.invokeN4(context, address, arguments[0], arguments[1], arguments[2], arguments[3]);
            case 5 ->
                invoker.invokeN5(
                        context, address, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
            default -> throw new IllegalArgumentException(function + " with " + arguments.length + " arguments");
        };
    }

    /** The address of the byte at the position of a direct buffer, which must stay reachable as long as the address is used. */
    static long address(ByteBuffer direct) {
        return MemoryIO.getInstance().getDirectBufferAddress(direct) + direct.position();
    }

    /** The error number of the last call on this thread that failed. */
    int errno() {
        return lastError.get();
    }
}
