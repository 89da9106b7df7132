package io.github.netnsjunit.lab.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Java's cache of host names. The whole process has only one: if it were on, a namespace would get addresses that
 * another one resolved. {@code java.net.InetAddress} reads the properties that turn it off only once, when the first
 * name is looked up.
 */
public final class NameCache {

    private static final String TRIAL_NAME = "cache-trial.netns-junit.invalid";
    private static final AtomicBoolean CHECKED = new AtomicBoolean();

    private NameCache() {}

    public static void disable() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    /**
     * Checks, once in a Java process, whether {@link #disable()} was called too late, and logs a warning if so. The
     * check gives a name one address and then another one, and looks whether Java finds the second.
     *
     * @param hosts writes the {@code /etc/hosts} that the calling thread sees
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
            hosts.accept("127.0.0.1 " + TRIAL_NAME + "\n");
            InetAddress[] first = InetAddress.getAllByName(TRIAL_NAME);
            hosts.accept("127.0.0.2 " + TRIAL_NAME + "\n");
            return Arrays.equals(InetAddress.getAllByName(TRIAL_NAME), first);
        } catch (UnknownHostException notFromThatFile) {
            return false; // nsswitch.conf does not have "files": no name of any lab is found, so none is cached
        }
    }
}
