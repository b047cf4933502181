using System.Reflection;
using System.Runtime.CompilerServices;
using Granary.Architecture.Tests.Contracts;

namespace Granary.Architecture.Tests;

/// <summary>
/// What travels between grains is immutable, so that handing it over and copying it mean the same, and has explicit names and numbers, so that
/// renaming changes nothing on the wire.
/// </summary>
public sealed class WireContractTests
{
    [Fact]
    public void There_are_contracts_to_check() => Assert.True(WireTypes.GrainInterfaces.Count > 3 && WireTypes.Messages.Count > 10);

    [Fact]
    public void Grain_interfaces_and_messages_live_in_Abstractions()
    {
        Assert.All(WireTypes.GrainInterfaces, static grain => Assert.True(grain.Assembly.GetName().Name == "Granary.Abstractions", $"{grain} is declared in {grain.Assembly.GetName().Name}."));
        Assert.All(WireTypes.Messages, static pair => Assert.True(pair.Key.Assembly.GetName().Name == "Granary.Abstractions", $"{pair.Value}: {pair.Key} is declared in {pair.Key.Assembly.GetName().Name}."));
    }

    [Fact]
    public void Grain_interfaces_and_their_methods_have_aliases_unique_where_they_must_be()
    {
        var wrong = new List<string>();
        foreach (var grain in WireTypes.GrainInterfaces)
        {
            var methods = grain.GetMethods().ToList();
            wrong.AddRange(methods.Where(static method => string.IsNullOrEmpty(WireAttributes.Alias(method))).Select(method => $"{grain.Name}.{method.Name} has no alias"));
            wrong.AddRange(methods.GroupBy(WireAttributes.Alias).Where(static group => group.Count() > 1).Select(group => $"{grain.Name} has '{group.Key}' twice"));
            if (WireAttributes.Alias(grain)?.StartsWith("granary.", StringComparison.Ordinal) != true)
            {
                wrong.Add($"{grain.Name} has no alias that begins with 'granary.'");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Aliases_of_types_are_unique_and_begin_with_granary()
    {
        var named = WireTypes.All.Where(static type => WireAttributes.IsSerializable(type) || WireAttributes.IsGrainInterface(type)).ToList();
        Assert.Empty(named.Where(static type => WireAttributes.Alias(type)?.StartsWith("granary.", StringComparison.Ordinal) != true).Select(static type => $"{type} has no alias that begins with 'granary.'"));
        Assert.Empty(named.GroupBy(WireAttributes.Alias).Where(static group => group.Count() > 1).Select(static group => $"'{group.Key}': {string.Join(", ", group)}"));
    }

    [Fact]
    public void Only_immutable_types_that_every_runtime_carries_travel() => Assert.Empty(WireTypes.Strange);

    [Fact]
    public void Messages_are_sealed_immutable_records()
    {
        var wrong = new List<string>();
        foreach (var (type, way) in WireTypes.Messages)
        {
            if (!WireAttributes.IsSerializable(type))
            {
                wrong.Add($"{way}: {type.Name} has no [GenerateSerializer]");
            }

            if (type.IsEnum)
            {
                continue;
            }

            var isRecord = type.IsValueType ? type.IsDefined(typeof(IsReadOnlyAttribute)) : type.IsSealed && type.GetMethod("<Clone>$") is not null;
            if (!isRecord)
            {
                wrong.Add($"{way}: {type.Name} is not a sealed record or a readonly struct");
            }

            if (!WireAttributes.IsImmutable(type))
            {
                wrong.Add($"{way}: {type.Name} is not marked [Immutable]");
            }

            wrong.AddRange(WireTypes.Fields(type).Where(static field => !field.IsInitOnly).Select(field => $"{way}: {type.Name}.{WireTypes.Declared(field).Name} can be changed"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_member_of_a_serialized_type_has_a_number_of_its_own()
    {
        var wrong = new List<string>();
        foreach (var type in WireTypes.All.Where(static type => WireAttributes.IsSerializable(type) && !type.IsEnum))
        {
            var members = WireTypes.Fields(type).Select(WireTypes.Declared).Where(member => member.DeclaringType == type).ToList();
            wrong.AddRange(members.Where(static member => WireAttributes.Id(member) is null && !IsNotSerialized(member)).Select(member => $"{type.Name}.{member.Name} has no [Id]"));
            wrong.AddRange(members.Where(static member => WireAttributes.Id(member) is not null).GroupBy(static member => WireAttributes.Id(member))
                .Where(static group => group.Count() > 1).Select(group => $"{type.Name} has id {group.Key} twice: {string.Join(", ", group.Select(static member => member.Name))}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Enums_that_travel_have_explicit_room_for_nothing_but_their_members()
    {
        // A number that comes from a newer release must not be taken for a member: members start at 0 and have no holes.
        foreach (var type in WireTypes.Messages.Keys.Where(static type => type.IsEnum && !type.IsDefined(typeof(FlagsAttribute))))
        {
            var numbers = Enum.GetValues(type).Cast<object>().Select(static value => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)).Order();
            Assert.Equal(Enumerable.Range(0, Enum.GetValues(type).Length).Select(static number => (long)number), numbers);
        }
    }

    private static bool IsNotSerialized(MemberInfo member) => member.IsDefined(typeof(NonSerializedAttribute));
}
