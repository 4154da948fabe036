package dev.orrery.schemas.avro;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All contracts, read from their files once for the process: they never change while it runs. */
final class Contracts {

    private static final Map<Class<?>, List<Contract>> BY_CHANNEL =
            Channel.ALL.stream()
                    .map(Channel::type)
                    .collect(Collectors.toUnmodifiableMap(Function.identity(), Contract::of));

    private Contracts() {}

    static List<Contract> of(Class<?> channelType) {
        return Objects.requireNonNull(BY_CHANNEL.get(channelType), channelType::getName);
    }

    static List<Contract> all() {
        return BY_CHANNEL.values().stream().flatMap(Collection::stream).toList();
    }
}
