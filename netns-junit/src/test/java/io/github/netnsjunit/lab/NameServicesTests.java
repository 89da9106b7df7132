package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameServicesTests {

    @Test
    void should_take_out_services_that_answer_over_a_socket() {
        assertThat(NameServices.replacement(List.of(
                        "passwd: files systemd",
                        "hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns",
                        "# the end")))
                .hasValue("passwd: files systemd\nhosts: files dns\n# the end\n");
    }

    @Test
    void should_leave_a_file_alone_that_asks_files_and_the_network_only() {
        assertThat(NameServices.replacement(List.of("passwd: files sss", "hosts:\t\tfiles dns")))
                .isEmpty();
    }
}
