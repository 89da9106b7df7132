package io.github.netnsjunit.lab.names;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Java's cache of {@link InetAddress#getLocalHost()}. It is a single answer for the whole process, kept for 5 s, whichever namespace asked.
 * No property turns it off. So it is emptied whenever code begins or ends to run in a namespace, and when addresses change.
 */
public final class LocalHostCache {

    private static final String MODULE = "jdk.unsupported";
    private static final String FIELD = "cachedLocalHost";
    private static final @Nullable VarHandle ANSWER = find();

    private LocalHostCache() {}

    /** Lets the next caller ask again. This takes some nanoseconds. */
    public static void clear() {
        if (ANSWER != null) {
            ANSWER.setVolatile(null);
        }
    }

    private static @Nullable VarHandle find() {
        try {
            return lookup().findStaticVarHandle(
                            InetAddress.class, FIELD, Class.forName(InetAddress.class.getName() + "$CachedLocalHost"));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError failure) {
            warn(failure);
            return null;
        }
    }

    private static void warn(Throwable failure) {
        boolean noModule = ModuleLayer.boot().findModule(MODULE).isEmpty();
        Module own = LocalHostCache.class.getModule();
        System.getLogger(LocalHostCache.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "Java keeps the answer of InetAddress.getLocalHost() for 5 s for the whole process, and netns-junit cannot empty"
                                + " that cache, because this Java "
                                + (noModule ? "has no module " + MODULE : "keeps it in another way")
                                + ": a namespace may get the address of another one. Start Java with --add-opens java.base/java.net="
                                + (own.isNamed() ? own.getName() : "ALL-UNNAMED") + ".",
                        noModule ? null : failure);
    }

    /**
     * May see the private field. If Java was not started with an option that allows this, {@code sun.reflect.ReflectionFactory} does: the
     * module jdk.unsupported offers it to libraries that restore objects. Other than {@code sun.misc.Unsafe} it makes no JDK print a
     * warning. It is called by reflection, because javac warns of every class of that module.
     */
    private static MethodHandles.Lookup lookup() throws ReflectiveOperationException {
        try {
            return MethodHandles.privateLookupIn(InetAddress.class, MethodHandles.lookup());
        } catch (IllegalAccessException notOpened) {
            Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
            Object factory = type.getMethod("getReflectionFactory").invoke(null);
            Constructor<?> hidden =
                    MethodHandles.Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
            Constructor<?> usable =
                    (Constructor<?>) type.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                            .invoke(factory, MethodHandles.Lookup.class, hidden);
            int allModes = -1;
            return (MethodHandles.Lookup) usable.newInstance(InetAddress.class, null, allModes);
        }
    }
}
