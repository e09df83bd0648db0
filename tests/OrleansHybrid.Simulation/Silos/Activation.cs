using OrleansHybrid.Simulation.Checks;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Time;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>
/// A grain in the memory of a silo, by Orleans' rules: one call after the other, but for those that interleave; it leaves when
/// it wishes, or when a storage conflict shows that another has written.
/// </summary>
internal sealed class Activation : IGrainContext
{
    private static readonly TimeSpan DeactivationPatience = TimeSpan.FromSeconds(30);

    private readonly Queue<GrainCall> _waiting = [];
    private readonly SimScheduler _scheduler;
    private readonly TaskCompletionSource _deactivated = new();
    private Grain? _grain;
    private int _running;
    private bool _isBlocked, _isOpen, _isLeaving, _isClosing, _isLeft;

    public Activation(SimSilo silo, GrainId id)
    {
        (Silo, GrainId) = (silo, id);
        _scheduler = new(silo.Process, this);
        _ = _scheduler.Run(Open);
    }

    public SimSilo Silo { get; }

    public GrainId GrainId { get; }

    /// <summary>The grain once it is open.</summary>
    public Grain? Instance => _isOpen ? _grain : null;

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => Silo.Services;

    public Task Deactivated => _deactivated.Task;

    public GrainReference GrainReference => throw new NotSupportedException();

    public ActivationId ActivationId => throw new NotSupportedException();

    public GrainAddress Address => throw new NotSupportedException();

    public IGrainLifecycle ObservableLifecycle => throw new NotSupportedException();

    public IWorkItemScheduler Scheduler => throw new NotSupportedException();

    public void Receive(GrainCall call)
    {
        _waiting.Enqueue(call);
        Pump();
    }

    /// <summary>Leaves when nothing runs any more.</summary>
    public void Leave()
    {
        if (_isLeaving) return;
        _isLeaving = true;
        if (_running == 0) _ = _scheduler.Run(Close);
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) => Leave();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public void SetComponent<TComponent>(TComponent? value) where TComponent : class => throw new NotSupportedException();

    public object? GetComponent(Type componentType) => null;

    public TTarget? GetTarget<TTarget>() where TTarget : class => _grain as TTarget;

    public object? GetTarget() => _grain;

    public void ReceiveMessage(object message) => throw new NotSupportedException();

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public void Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private async Task Open()
    {
        try
        {
            var (grain, load) = GrainKinds.Create(this);
            _grain = grain;
            await load();
            await grain.OnActivateAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            _isLeaving = _isLeft = true;
            Silo.Forget(this);
            while (_waiting.TryDequeue(out var call)) call.Complete(Task.FromException(failure));
            return;
        }

        _isOpen = true;
        Pump();
    }

    private void Pump()
    {
        if (_isLeft)
        {
            while (_waiting.TryDequeue(out var late)) Silo.Calls.Forward(late);
            return;
        }

        if (!_isOpen || _isLeaving) return;
        for (var left = _waiting.Count; left > 0; left--)
        {
            var call = _waiting.Dequeue();
            if (_isBlocked && !call.Interleaves)
            {
                _waiting.Enqueue(call);
                continue;
            }

            _running++;
            _isBlocked |= !call.Interleaves;
            _ = _scheduler.Run(() => Execute(call));
        }
    }

    private async Task Execute(GrainCall call)
    {
        var before = Watch.Before(this);
        var work = call.Begin(_grain!);
        try
        {
            await work;
        }
        catch (Exception failure)
        {
            // Only of the grain whose state it is, whoever called it.
            if (failure is StateConflict conflict && conflict.Grain == GrainId) _isLeaving = true;
        }

        Silo.World.Watch.After(this, call, work, before);
        call.Complete(work);
        _running--;
        if (!call.Interleaves) _isBlocked = false;
        if (!_isLeaving) Pump();
        else if (_running == 0) await Close();
    }

    private async Task Close()
    {
        if (_isClosing) return;
        _isClosing = true;
        using var patience = new CancellationTokenSource(DeactivationPatience, Silo.Process.Clock);
        try
        {
            if (_isOpen) await _grain!.OnDeactivateAsync(new(DeactivationReasonCode.ApplicationRequested, "it wished to"), patience.Token);
        }
        catch (Exception)
        {
            // It goes all the same.
        }

        _isLeft = true;
        Silo.Forget(this);
        _deactivated.TrySetResult();
        while (_waiting.TryDequeue(out var call)) Silo.Calls.Forward(call);
    }
}
