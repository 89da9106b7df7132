package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.Lab;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares a test run before anything else of it runs: turns Java's name cache off, which carries answers from one namespace to
 * another, and loads the native side in the background. JUnit's launcher finds it by itself.
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
