package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.Lab;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares a test run before anything else in it runs: it turns off Java's cache of host names, which would carry answers from one
 * namespace to another, and loads native code in the background. JUnit's launcher finds it by itself.
 */
@SuppressWarnings("exports") // JUnit alone calls it, and brings its launcher along
public final class NetnsLauncherSessionListener implements LauncherSessionListener {

    /** Called by JUnit. */
    public NetnsLauncherSessionListener() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Lab.warmUp();
    }
}
