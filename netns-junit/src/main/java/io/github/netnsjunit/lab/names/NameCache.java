package io.github.netnsjunit.lab.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Java's cache of host names, which is one for the whole process: what one namespace resolved, every other would be told. The
 * properties are those of {@code java.net.InetAddress}; it reads them once, when the first name is looked up.
 */
public final class NameCache {

    private static final String TRIAL = "cache-trial.netns-junit.invalid";
    private static final AtomicBoolean CHECKED = new AtomicBoolean();

    private NameCache() {}

    public static void disable() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    /**
     * Finds out, once in a Java process, whether {@link #disable()} came too late, by giving a name two addresses in turn; if so,
     * says what to do.
     *
     * @param hosts sets the content of the {@code /etc/hosts} that the calling thread sees
     */
    public static void checkOnce(Consumer<String> hosts) {
        if (CHECKED.get()) {
            return;
        }
        boolean cached = isCached(hosts);
        if (CHECKED.compareAndSet(false, true) && cached) {
            System.getLogger(NameCache.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Java caches host names for the whole process, because a name was looked up before netns-junit was"
                                    + " loaded: a namespace may get an answer that another one resolved. Start Java with"
                                    + " -Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0, or call Lab.warmUp() first.");
        }
    }

    private static boolean isCached(Consumer<String> hosts) {
        try {
            hosts.accept("127.0.0.1 " + TRIAL + "\n");
            InetAddress[] one = InetAddress.getAllByName(TRIAL);
            hosts.accept("127.0.0.2 " + TRIAL + "\n");
            return Arrays.equals(InetAddress.getAllByName(TRIAL), one);
        } catch (UnknownHostException notFromThatFile) {
            return false; // nsswitch.conf has no "files": then no lab's names are found, and none is carried over
        }
    }
}
