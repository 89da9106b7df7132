package io.github.netnsjunit.holds;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class KillTests {

    @ParameterizedTest
    @ValueSource(strings = {KilledProcess.PROVISIONING, "testing"})
    void nothingOfAKilledProcessRemains(String busyWith) throws Exception {
        UserNamespace.run(60, KillTrial.class, busyWith);
    }
}
