using System.Reflection;
using Granary.Architecture.Tests.House;
using Microsoft.Extensions.Logging;

namespace Granary.Architecture.Tests;

/// <summary>Event ids of source-generated logging are unique and in the range of their area.</summary>
public sealed class LoggingTests
{
    // Longest prefix wins.
    private static readonly (string Namespace, int[] Thousands)[] Ranges =
    [
        ("Granary.Admission", [1]),
        ("Granary.Scheduling", [2]),
        ("Granary.Executors", [3]),
        ("Granary.SocketLoops", [4]),
        ("Granary.Api", [5]),
        ("Granary.Journal", [6]),
        ("Granary.Embedded", [6, 9]),
        ("Granary.Grains", [1, 2]),
        ("Granary.Grains.Capacity", [1]),
        ("Granary.Grains.Models", [1]),
        ("Granary.Grains.Providers", [1]),
        ("Granary.Grains.Simulator", [1]),
        ("Granary.Grains.Artifacts", [2]),
        ("Granary.Grains.Dispatch", [2]),
        ("Granary.Grains.Runs", [2]),
        ("Granary.Grains.Steps", [2]),
        ("Granary.Silo", [9]),
    ];

    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Attribute)> Events = Repository.Projects
        .SelectMany(static project => project.Load().GetTypes())
        .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Select(static method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
        .Where(static found => found.Item2 is not null)
        .ToList();

    [Fact]
    public void There_are_events_to_check() => Assert.True(Events.Count > 10, $"only {Events.Count} events were found");

    [Fact]
    public void Event_ids_are_unique() =>
        Assert.Empty(Events.GroupBy(static found => found.Attribute.EventId).Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static found => Name(found.Method)))}"));

    [Fact]
    public void Event_ids_are_in_the_range_of_their_area()
    {
        var wrong = new List<string>();
        foreach (var (method, attribute) in Events)
        {
            var range = Ranges.Where(range => (method.DeclaringType!.Namespace + ".").StartsWith(range.Namespace + ".", StringComparison.Ordinal))
                .OrderByDescending(static range => range.Namespace.Length).FirstOrDefault();
            if (range.Thousands?.Contains(attribute.EventId / 1000) != true)
            {
                wrong.Add($"{Name(method)} has event id {attribute.EventId}; its range is {string.Join(" or ", (range.Thousands ?? []).Select(static thousand => $"{thousand}xxx"))}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
