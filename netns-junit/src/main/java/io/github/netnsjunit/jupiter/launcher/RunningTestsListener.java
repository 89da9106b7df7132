package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.jupiter.lifecycle.RunningTests;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Notes which tests and containers run, also those that have nothing to do with networks. */
final class RunningTestsListener implements TestExecutionListener {

    @Override
    public void executionStarted(TestIdentifier started) {
        RunningTests.started(started.getUniqueId());
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        RunningTests.finished(finished.getUniqueId());
    }
}
