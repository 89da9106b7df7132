package io.github.netnsjunit.lab.system;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The idle connections that {@link java.net.HttpURLConnection} keeps. There is only one set of them for the whole process, by host and
 * port: if a lab asks for {@code http://localhost:8080/}, the server of an earlier lab could answer, or that of the host. The class
 * that keeps them reads the property that turns this off only once, when it is loaded with the first request.
 */
public final class KeptConnections {

    /** A system property of the JDK, described in the package documentation of {@code java.net}: "Networking Properties". */
    private static final String PROPERTY = "http.keepAlive";

    /** The JDK's thread that ends kept connections. It lives while there are some. */
    private static final String TIMER = "Keep-Alive-Timer";

    private static volatile boolean disabledHere;
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private KeptConnections() {}

    /** Turns them off, unless the user has decided. Logs a warning if that is too late. */
    public static void disable() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "false");
            disabledHere = true;
        }
        checkOnce();
    }

    /** Logs a warning, once in a Java process, if {@link #disable()} was called too late and there are such connections now. */
    public static void checkOnce() {
        if (!TOLD.get() && disabledHere && isOffByProperty() && timerLives() && TOLD.compareAndSet(false, true)) {
            System.getLogger(KeptConnections.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "HttpURLConnection keeps idle connections for the whole process, because it was used before netns-junit was"
                                    + " loaded: a server of another namespace, or of the host, may answer a request."
                                    + " Start Java with -Dhttp.keepAlive=false, or call Lab.warmUp() first.");
        }
    }

    private static boolean isOffByProperty() {
        return "false".equals(System.getProperty(PROPERTY)); // a user may have set it later
    }

    private static boolean timerLives() {
        return JavaThreads.living().stream().anyMatch(thread -> thread.getName().equals(TIMER));
    }
}
