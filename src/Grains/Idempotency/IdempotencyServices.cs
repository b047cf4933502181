using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Idempotency;

/// <summary>Registers what the grains of idempotency keys need.</summary>
public static class IdempotencyServices
{
    /// <summary>Adds them with the section <c>Idempotency</c>. Needs an artifact store and a grain runtime beside it.</summary>
    public static IServiceCollection AddGranaryIdempotency(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<IdempotencyOptions>().Bind(configuration.GetSection(IdempotencyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IdempotencyOptions>, IdempotencyOptionsValidator>();
        return services;
    }
}
