using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.SocketLoops;

/// <summary>Puts the HTTP edge on a loop backend.</summary>
public static class SocketLoopsHosting
{
    /// <summary>
    /// Carries Kestrel's connections by the backend that the section <c>Loops</c> names, and registers a <see cref="LoopBackendReport"/>. An unknown
    /// name or setting stops the start before any socket is opened. Calling it twice is the same as once.
    /// </summary>
    public static IWebHostBuilder UseSocketLoops(this IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureServices(static services =>
        {
            services.AddOptions<LoopOptions>()
                .BindConfiguration(LoopOptions.Section, static binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LoopOptions>, LoopOptionsValidator>());
            services.TryAddSingleton(static provider => LoopBackendReport.For(provider.GetRequiredService<IOptions<LoopOptions>>().Value.Backend));
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LoopBackendAnnouncement>());
        });
        return builder.UseSockets();
    }
}
