using Granary.Admission;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Dispatch;

/// <summary>Random worlds of runs, tenants, bands, endpoints and policies: the dispatcher does exactly what the plain scheduler does.</summary>
public sealed class RandomDispatchTests
{
    [Fact]
    public void Dispatcher_serves_whom_the_plain_scheduler_serves()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            new World(seed).Live(steps: 100);
        }
    }

    private sealed class World
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly PlainScheduler _plain;
        private readonly DispatcherCore _core;
        private readonly DispatchEffects _effects = new();
        private readonly List<TaskDeclaration> _groups = [];
        private readonly Dictionary<TaskKey, TaskLease> _leases = [];
        private readonly HashSet<TaskKey> _yielded = [];
        private readonly HashSet<TaskKey> _queued = [];
        private readonly Dictionary<TaskKey, TaskDeclaration> _declared = [];
        private readonly int _submission;
        private readonly int _llmWait;
        private readonly bool _bounds;
        private readonly TaskPolicySettings _policy;
        private double _now;
        private int _step;
        private bool _aboveLimit;

        public World(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            _submission = _random.Next(1, 14);
            _llmWait = _random.Next(1, 10);
            _policy = new TaskPolicySettings
            {
                Kind = _random.Next(4) == 0 ? TaskPolicyKind.StrictFair : TaskPolicyKind.BoundedBorrow,
                WorkConserving = _random.Next(3) switch { 0 => null, 1 => true, _ => false },
                Rounding = _random.Next(2) == 0 ? ShareRounding.Ceil : ShareRounding.Floor,
                ReserveFraction = _random.Next(3) == 0 ? 0.25 : 0,
                DebtCap = _random.Next(3) == 0 ? _random.Next(4) : null,
            };
            _bounds = _random.Next(2) == 0;
            _plain = new PlainScheduler(_submission, _llmWait, _policy);
            _core = new DispatcherCore(new DispatcherSettings { Admission = Desk.Settings(_submission, _llmWait, _policy) }, incarnation: 1);
            for (var run = _random.Next(1, 4); run > 0; run--)
            {
                AddRun(run);
            }
        }

        public void Live(int steps)
        {
            for (_step = 0; _step < steps; _step++)
            {
                Step();
                Check();
            }
        }

        private void AddRun(int number)
        {
            var run = new RunProfile(
                $"r{number}", $"t{_random.Next(2)}", 1, (Band)_random.Next(3), _bounds && _random.Next(2) == 0 ? _random.Next(1, 6) : null);
            var declarations = new TaskDeclarations(6);
            var groups = new List<TaskDeclaration>();
            for (var column = _random.Next(1, 5); column > 0; column--)
            {
                var name = $"{run.Run}c{column}";
                var key = new ResourceKey("p", $"m{_random.Next(2)}", (Domain)_random.Next(2));
                groups.Add(_random.Next(3) switch
                {
                    0 => TaskDeclarations.Local(run, name, [name]),
                    1 => declarations.CustomModel(run, "s", name, "1", _random.Next(1, 5), [name]),
                    _ => declarations.Model(run, [new AliasTarget("a", key, _random.Next(1, 5))], "chat", [name]),
                });
            }

            foreach (var group in groups)
            {
                if (group.RequestKey is not { } key)
                    continue;

                var resource = ResourceNames.Request(key.Endpoint);
                _plain.RequestLimits[resource] = Math.Min(group.Weight, _plain.RequestLimits.GetValueOrDefault(resource, int.MaxValue));
                _plain.Keys.TryAdd(key, (1, null));
            }

            _groups.AddRange(groups);
            _core.Apply(new AddRunCommand(run, [.. groups]), _now, _effects);
        }

        private void Step()
        {
            _now += _random.Next(3) == 0 ? _random.NextDouble() * 3 : 0;
            switch (_random.Next(10))
            {
                case 0 or 1 or 2:
                    Enqueue();
                    break;
                case 3:
                    Discard();
                    break;
                case 4 when _plain.Keys.Count > 0:
                    ChangeCapacity();
                    break;
                case 5 when _leases.Count > 0:
                    Switch();
                    break;
                case > 6 when _leases.Count > 0:
                    End();
                    break;
                default:
                    Apply(TickCommand.Instance);
                    break;
            }
        }

        private void Enqueue()
        {
            var group = Pick(_groups);
            var tasks = Work.Tasks(group, _random.Next(1, 6), _random.Next(40)).Where(task => !_leases.ContainsKey(task.Key)).ToArray();
            foreach (var task in tasks)
            {
                _declared[task.Key] = group;
                _plain.Enqueue(task, _now);
            }

            var expected = tasks.Count(task => _queued.Add(task.Key));
            Apply(new EnqueueCommand(tasks));
            Assert.Equal(expected, _effects.Accepted.Count);
        }

        private void Discard()
        {
            var chosen = _queued.Where(_ => _random.Next(4) == 0).ToArray();
            foreach (var task in chosen)
            {
                Assert.True(_plain.Discard(task));
                _queued.Remove(task);
            }

            Apply(new DiscardCommand(chosen));
            Assert.Equal(chosen.Length, _effects.Discarded.Count);
        }

        private void ChangeCapacity()
        {
            var key = Pick([.. _plain.Keys.Keys]);
            var permits = _random.Next(6);
            double? until = _random.Next(3) == 0 ? _now + _random.Next(-1, 4) : null;
            _plain.Keys[key] = (until is null ? permits : Math.Max(1, permits), until > _now ? until : null);
            _aboveLimit = true;
            Apply(new ChangeCapacityCommand(key, permits, until));
        }

        private void Switch()
        {
            var task = Pick([.. _leases.Keys]);
            if (_yielded.Remove(task))
            {
                _plain.Resume(task);
                _aboveLimit = true;
                Apply(new ResumeTaskCommand(_leases[task]));
            }
            else
            {
                _yielded.Add(task);
                _plain.Yield(task);
                Apply(new YieldTaskCommand(_leases[task]));
            }

            Assert.True(_effects.Switched);
        }

        private void End()
        {
            var task = Pick([.. _leases.Keys]);
            _leases.Remove(task, out var lease);
            _yielded.Remove(task);
            _plain.End(task);
            Apply(new EndTaskCommand(lease, TaskEnd.Ok));
            Assert.Equal(TaskReleaseResult.Released, _effects.Released);
        }

        private void Apply(DispatchCommand command)
        {
            _core.Apply(command, _now, _effects);
            var expected = _plain.Pass(_now).Select(served => $"{served.Task} {(served.Spare ? "Spare" : "Fair")}");
            var actual = _effects.Spawns.Select(lease => $"{lease.Task.Key} {lease.Mode}");
            Assert.True(expected.SequenceEqual(actual), $"{Where}, {command.GetType().Name}\nexpected {string.Join("\n", expected)}\nactual {string.Join("\n", actual)}");
            foreach (var lease in _effects.Spawns)
            {
                Assert.True(_leases.TryAdd(lease.Task.Key, lease), $"{Where}: {lease.Task.Key} runs twice.");
                Assert.True(_queued.Remove(lease.Task.Key), $"{Where}: {lease.Task.Key} was not queued.");
            }
        }

        private void Check()
        {
            Assert.Equal((_plain.Queued, _leases.Count, _yielded.Count), (_core.Queued, _core.InFlight, _core.Yielded));
            Assert.Equal(_queued.Count, _core.Queued);
            var view = _core.Admission();
            foreach (var resource in view.Resources)
            {
                var queued = _queued.Sum(task => Amount(task, resource.Name));
                var leased = _leases.Keys.Where(task => !_yielded.Contains(task)).Sum(task => Amount(task, resource.Name));
                Assert.Equal((resource.Name, queued, leased), (resource.Name, resource.Queued, resource.Leased));
                Assert.Equal(resource.Limit - leased, resource.Available);
                Assert.True(_aboveLimit || resource.Available >= 0, $"{Where}: {resource}.");
            }

            foreach (var group in view.Groups)
            {
                Assert.Equal(_queued.Count(task => GroupOf(task).Group.Equals(group.Group)), group.Queued);
                Assert.All(group.Resources, use => Assert.InRange(use.Debt, 0, use.Leased));
            }

            _core.Apply(TickCommand.Instance, _now, _effects);
            Assert.Empty(_effects.Spawns);
            Assert.Empty(_effects.Demands);
            var until = _plain.Keys.Where(key => key.Value.Until is not null && _queued.Any(task => GroupOf(task).RequestKey == key.Key)).Select(key => key.Value.Until).Min();
            Assert.Equal(until, _effects.WakeAt);
        }

        private TaskDeclaration GroupOf(TaskKey task) => _declared[task];

        private int Amount(TaskKey task, string resource) =>
            GroupOf(task).Demand.Amounts.Where(want => want.Resource == resource).Sum(want => want.Amount);

        private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

        private string Where => $"Seed {_seed}, step {_step}, submission {_submission}, llm_wait {_llmWait}, {_policy}";
    }
}
