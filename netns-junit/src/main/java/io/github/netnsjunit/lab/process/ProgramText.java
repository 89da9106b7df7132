package io.github.netnsjunit.lab.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** In which encoding programs read and print. */
final class ProgramText {

    /** That of Java. Where Java 17 has but ASCII, as under {@code LC_ALL=C}, programs print UTF-8 all the same, which includes ASCII. */
    static final Charset ENCODING = Charset.defaultCharset().equals(StandardCharsets.US_ASCII)
            ? StandardCharsets.UTF_8
            : Charset.defaultCharset();

    private ProgramText() {}
}
