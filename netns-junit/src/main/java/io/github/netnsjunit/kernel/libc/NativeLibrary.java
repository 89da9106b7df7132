package io.github.netnsjunit.kernel.libc;

import com.kenai.jffi.Library;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Loads the C library once. If that fails, the exception says what to do. */
public final class NativeLibrary {

    /** The constants and structures of this package are the same on these processors: both are little-endian and use the generic ABI. */
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    /** The module that makes the native calls, if jnr is on the module path. */
    private static final String JFFI_MODULE = "org.jnrproject.jffi";

    private NativeLibrary() {}

    /**
     * The C library of this process. The first call loads it, in about 150 ms.
     *
     * @throws NativeLibraryException if this is not Linux on x86-64 or aarch64, or if native code may not be loaded; it says what to do
     */
    public static Libc libc() {
        return Holder.LIBC.get();
    }

    static Libc load(String operatingSystem, String processor) {
        if (!operatingSystem.toLowerCase(Locale.ROOT).equals("linux")) {
            throw new NativeLibraryException(
                    "Network namespaces are a feature of the Linux kernel, and this is " + operatingSystem
                            + ". Run the tests on Linux, in a virtual machine, or in a container started with"
                            + " --cap-add SYS_ADMIN --cap-add NET_ADMIN.",
                    null);
        }
        if (!PROCESSORS.contains(processor)) {
            throw new NativeLibraryException(
                    "netns-junit runs on x86-64 and aarch64, and this Java runtime is built for " + processor
                            + ". Run the tests on a JDK for one of those.",
                    null);
        }
        try {
            return new JnrLibc(new NativeCalls());
        } catch (LinkageError | RuntimeException failure) {
            throw new NativeLibraryException(remedy(failure), failure);
        }
    }

    private static String remedy(Throwable failure) {
        String messages = allMessages(failure);
        if (messages.contains("native access") || messages.contains("IllegalCallerException")) {
            String option =
                    "--enable-native-access=" + (Library.class.getModule().isNamed() ? JFFI_MODULE : "ALL-UNNAMED");
            return "This Java runtime denies native access. Start it with " + option + " (Maven Surefire: <argLine>"
                    + option + "</argLine>).";
        }
        if (messages.contains("jffi binary stub") || messages.contains("failed to map segment")) {
            return "The native part of jffi could be loaded neither from the temporary directory "
                    + System.getProperty("java.io.tmpdir") + " nor from the working directory "
                    + System.getProperty("user.dir")
                    + ": they seem to be mounted noexec, or not to be writable. Name another one with"
                    + " -Djffi.extract.dir=DIRECTORY or -Djava.io.tmpdir=DIRECTORY.";
        }
        return "The C library could not be loaded: " + failure
                + ". A directory for jffi's native part can be named with -Djffi.extract.dir=DIRECTORY.";
    }

    private static String allMessages(Throwable failure) {
        var messages = new StringBuilder();
        for (Throwable cause = failure; cause != null && messages.length() < 10_000; cause = cause.getCause()) {
            messages.append(cause).append('\n');
        }
        return messages.toString();
    }

    /** Also remembers a failure, so that every later call throws the remedy again, and not a NoClassDefFoundError. */
    private static final class Holder {
        static final Supplier<Libc> LIBC = tryToLoad();

        private static Supplier<Libc> tryToLoad() {
            try {
                Libc libc = load(System.getProperty("os.name"), System.getProperty("os.arch"));
                return () -> libc;
            } catch (NativeLibraryException failure) {
                String remedy = String.valueOf(failure.getMessage());
                return () -> {
                    throw new NativeLibraryException(remedy, failure);
                };
            }
        }
    }
}
