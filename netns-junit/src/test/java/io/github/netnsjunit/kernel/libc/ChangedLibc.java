package io.github.netnsjunit.kernel.libc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The C library of this machine, except for what a test does in place of some calls. */
@FunctionalInterface
public interface ChangedLibc {

    /** A call as the real library makes it. */
    @FunctionalInterface
    interface Call {
        Object make() throws Throwable;
    }

    /**
     * Makes a call, or does something else.
     *
     * @param name the method of {@link Libc}
     * @param real makes it as it is
     * @return what the caller gets
     */
    Object call(String name, Object[] arguments, Call real) throws Throwable;

    /** The changed library. */
    default Libc asLibc() {
        Libc libc = NativeLibrary.libc();
        return (Libc) Proxy.newProxyInstance(
                Libc.class.getClassLoader(),
                new Class<?>[] {Libc.class},
                (proxy, method, arguments) -> call(method.getName(), arguments, () -> {
                    try {
                        return method.invoke(libc, arguments);
                    } catch (InvocationTargetException refused) {
                        throw refused.getCause();
                    }
                }));
    }
}
