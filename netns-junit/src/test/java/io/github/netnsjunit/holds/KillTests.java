package io.github.netnsjunit.holds;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillTests {

    @ParameterizedTest
    @ValueSource(strings = {KilledProcess.PROVISIONING, "testing"})
    void nothingOfAKilledProcessRemains(String busyWith) throws Exception {
        UserNamespace.run(200, KillTrial.class, busyWith);
    }

    @ParameterizedTest
    @ValueSource(strings = {KilledProcess.PROVISIONING, "testing"})
    void nothingOfAKilledProcessRemainsOnTheHost(String busyWith) throws Exception {
        HostEnds ends = HostEnds.ofThisTest();
        System.out.print(
                ChildJvm.of(HostKillTrial.class, busyWith, ends.toString()).output());
    }
}
