package io.github.netnsjunit.holds;

import org.junit.jupiter.api.Test;

class ManyLabsTests {

    @Test
    void twoThousandLabsInOneProcessLeaveNothing() throws Exception {
        UserNamespace.run(90, ManyLabs.class, "2000");
    }
}
