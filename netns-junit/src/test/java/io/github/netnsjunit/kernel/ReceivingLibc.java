package io.github.netnsjunit.kernel;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/** The real C library, except for what one test wants to happen when something is received. */
interface ReceivingLibc {

    /** Stands in for {@code recvfrom}; {@code libc} is the real one. */
    int receive(Libc libc, Descriptor socket, ByteBuffer data, int flags);

    /** A {@link Libc} that receives like this. */
    default Libc asLibc() {
        Libc real = NativeLibrary.libc();
        return (Libc) Proxy.newProxyInstance(
                Libc.class.getClassLoader(), new Class<?>[] {Libc.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("recvfrom")) {
                        return receive(
                                real, (Descriptor) arguments[0], (ByteBuffer) arguments[1], (Integer) arguments[2]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException refused) {
                        throw refused.getCause();
                    }
                });
    }
}
