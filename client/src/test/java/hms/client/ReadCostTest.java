package hms.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/// Reading allocates nothing. (How long it takes is measured in `bench`.)
class ReadCostTest {
    private static final int ROUNDS = 200_000;

    private static long allocated(Runnable work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void reading_allocates_nothing() {
        var client =
                HmsClient.inMemory().set("p", "version: 1.0.0\nlimit: 35\nunits: ug\n").client();
        var policy = client.getPolicy("p");
        var held = client.decimal("p", "limit");
        var whole = client.integer("p", "limit");
        Runnable work =
                () -> {
                    BigDecimal last = held.get();
                    var sum = 0;
                    for (var i = 0; i < ROUNDS; i++) {
                        last = policy.getDecimal("limit");
                        last = client.getPolicy("p").getDecimal("limit");
                        last = held.get();
                        sum +=
                                whole.get()
                                        + policy.getInt("limit")
                                        + policy.getString("units").length();
                    }
                    assertThat(last).isEqualByComparingTo("35");
                    assertThat(sum).isEqualTo(ROUNDS * 72);
                };
        work.run();
        var bytes = allocated(work);

        // what the two assertions allocate, and nothing for each of 1.2 million reads
        assertThat(bytes).isLessThan(ROUNDS);
        System.out.println("1,200,000 reads allocated " + bytes + " bytes, assertions included");
    }
}
