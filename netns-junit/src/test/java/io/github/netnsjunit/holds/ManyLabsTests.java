package io.github.netnsjunit.holds;

import org.junit.jupiter.api.Test;

class ManyLabsTests {

    @Test
    void twoThousandLabsInOneProcessLeaveNothing() throws Exception {
        UserNamespace.run(300, ManyLabs.class, "2000");
    }
}
