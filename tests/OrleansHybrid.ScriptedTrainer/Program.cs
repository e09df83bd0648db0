using OrleansHybrid.ScriptedTrainer;

return args is ["serve"] ? FakeTrainer.Run() : throw new InvalidOperationException($"A scripted trainer has no command '{string.Join(' ', args)}'.");
