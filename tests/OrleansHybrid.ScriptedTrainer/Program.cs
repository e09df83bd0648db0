using OrleansHybrid.ScriptedTrainer;

return args switch
{
    ["serve"] => FakeTrainer.Run(),
    ["probe"] => FakeTrainer.TellProbe(),
    ["data", "fingerprint", _, "--data", var folder] => FakeTrainer.TellFingerprint(folder),
    _ => throw new InvalidOperationException($"A scripted trainer has no command '{string.Join(' ', args)}'."),
};
