using Granary.SocketLoops.Epoll;
using Granary.SocketLoops.Inspection;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Outbound;
using Granary.SocketLoops.Transport;
using Granary.SocketLoops.Uring;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

        // The stock transport first: Kestrel asks the factory that was added last, and takes the next if that leaves an endpoint.
        return builder.UseSockets().ConfigureServices(static services => services.AddSocketLoops());
    }

    /// <summary>Makes the name of another backend valid for <c>Loops:Backend</c>.</summary>
    public static IServiceCollection AddLoopBackend<TBackend>(this IServiceCollection services)
        where TBackend : class, ILoopBackend => services.AddSingleton<ILoopBackend, TBackend>();

    private static readonly Func<IServiceProvider, IConnectionListenerFactory> TheFactory =
        static provider => provider.GetRequiredService<LoopListenerFactory>();

    private static void AddSocketLoops(this IServiceCollection services)
    {
        // Called again: only its place behind the stock transport has to be taken again.
        var known = services.FirstOrDefault(static service => ReferenceEquals(service.ImplementationFactory, TheFactory));
        if (known is not null)
        {
            services.Remove(known);
            services.Add(known);
            return;
        }

        services.AddOptions<LoopOptions>()
            .BindConfiguration(LoopOptions.Section, static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LoopOptions>, LoopOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoopBackend, EpollBackend>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoopBackend, UringBackend>());
        services.AddSingleton<LoopBackendChoice>();
        services.AddSingleton(static provider =>
            new EndpointPlans(provider.GetRequiredService<IOptions<LoopOptions>>().Value, provider.GetRequiredService<LoopBackendChoice>()));
        services.AddSingleton(static provider => provider.GetRequiredService<EndpointPlans>().Default.Report);
        services.AddSingleton<IStackSampler>(static provider => new DiagnosticsStackSampler(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DiagnosticsStackSampler>>(), TimeSpan.FromSeconds(10)));
        services.AddSingleton(static provider => new LoopGroups(
            provider.GetRequiredService<LoopBackendChoice>().Find,
            LoopSettings.From(provider.GetRequiredService<IOptions<LoopOptions>>().Value),
            provider.GetRequiredService<IStackSampler>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(static provider => new LoopListenerFactory(
            new Lazy<EndpointPlans>(provider.GetRequiredService<EndpointPlans>),
            new Lazy<LoopGroups>(provider.GetRequiredService<LoopGroups>),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(TheFactory);
        services.AddSingleton(static provider => new LoopInspector(
            provider.GetRequiredService<LoopGroups>(),
            provider.GetRequiredService<LoopListenerFactory>(),
            provider.GetRequiredService<LoopBackendReport>(),
            provider.GetRequiredService<IOptions<LoopOptions>>()));
        services.AddSingleton<LoopInstruments>();
        services.AddSingleton(static provider => new LoopConnector(
            provider.GetRequiredService<LoopGroups>().Find(provider.GetRequiredService<LoopBackendReport>().InUse)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LoopBackendAnnouncement>());
    }
}
