package io.github.netnsjunit.lab.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The standard input of a program: the end of a pipe that this Java process writes to. */
final class ProcessInput implements AutoCloseable {

    private final FileChannel pipe;

    ProcessInput(FileChannel pipe) {
        this.pipe = pipe;
    }

    /** Writes a line. Waits while the pipe is full. Lines of several threads do not mix. */
    synchronized void writeLine(String line) throws IOException {
        ByteBuffer bytes = ProgramText.ENCODING.encode(line + "\n");
        while (bytes.hasRemaining()) {
            pipe.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            pipe.close();
        } catch (IOException failure) {
            throw new IllegalStateException("cannot close a pipe", failure);
        }
    }
}
