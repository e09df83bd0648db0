using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Trainer;

GuardedConsole.Install();
try
{
    var exitCode = args switch
    {
        ["serve"] => Serve.Run(),
        ["train", var file] => Train.Run(file),
        ["data", "inspect", var dataset, .. var options] => InspectData.Run(dataset, Options.Parse(options, values: ["--data", "--imbalance"], switches: ["--indices", "--decode"])),
        ["data", "check", var dataset, .. var options] => CheckData.Run(dataset, Options.Parse(options, CheckData.Values, switches: ["--decode"])),
        ["data", "fingerprint", var dataset, .. var options] => FingerprintData.Run(dataset, Options.Parse(options, values: ["--data"], switches: [])),
        ["checkpoint", "inspect", var folder, .. var options] => InspectCheckpoint.Run(folder, Options.Parse(options, values: ["--heatmap"], switches: [])),
        ["model", "export", var folder, .. var options] => InspectCheckpoint.Export(folder, Options.Parse(options, values: ["--output"], switches: [])),
        ["evaluate", .. var options] => Evaluate.Run(Options.Parse(options, Evaluate.Values, Evaluate.Switches)),
        ["probe"] => Probe.Run(),
        _ => throw new UsageException(args is [] ? "There is no command." : $"'{string.Join(' ', args)}' is no command."),
    };
    // What a training leaves behind is its checkpoints.
    return args is ["train", ..] ? exitCode : GuardedConsole.Concluded(exitCode);
}
catch (UsageException mistake)
{
    Console.Error.WriteLine(
        $"""
        {mistake.Message}

        trainer train FILE                                          train the trial of a file, by hand
        trainer data check DATASET [--data DIR] [--imbalance N] [--head-images N] [--decode]
                                                                    is the dataset there, and can every image be decoded?
        trainer data inspect DATASET [--data DIR] [--imbalance N] [--indices] [--decode]
                                                                    the training images of each class, or their indices
        trainer data fingerprint DATASET [--data DIR]               what its files hold, in a word: equal for equal data, whatever machine
        trainer evaluate --weights FILE --backbone B --dataset D [--data DIR] [--imbalance N] [--image-size S] [--device cpu|cuda]
                         [--knn] [--linear-probe]                   test the weights of a safetensors file, ours or with PyTorch's names,
                                                                    and probe their features
        trainer evaluate --checkpoint DIR [--data DIR] [--other-data] [--device cpu|cuda] [--knn] [--linear-probe]
                                                                    the same for a checkpoint, as what it was trained for; with
                                                                    --other-data also on data that it did not learn from
        trainer checkpoint inspect DIR [--heatmap FILE.png]         its tensors, and how similar its prototypes are
        trainer model export DIR --output FILE                      its weights in a safetensors file with PyTorch's names
        trainer probe                                               what this machine can compute on, as JSON
        trainer serve                                               train for a slot agent: an order on standard input, messages on standard output
        """);
    return 1;
}
catch (Exception fault)
{
    // A stack trace that ends the process leaves the terminal an "Aborted (core dumped)" and nothing to do.
    Console.Error.WriteLine(Failures.Of(fault).Message);
    Console.Error.WriteLine(fault);
    return 1;
}
