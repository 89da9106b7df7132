package io.github.netnsjunit.service.dns;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What is sent to a client.
 *
 * @param message its bytes
 * @param delay when it is sent
 */
record Reply(ByteBuffer message, Duration delay) {

    static Reply of(byte[] message, Duration delay) {
        return new Reply(ByteBuffer.wrap(message), delay);
    }
}
