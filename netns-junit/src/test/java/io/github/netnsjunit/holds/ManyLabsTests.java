package io.github.netnsjunit.holds;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ManyLabsTests {

    @Test
    void twoThousandLabsInOneProcessLeaveNothing() throws Exception {
        UserNamespace.run(90, ManyLabs.class, "2000");
    }
}
