using Antivirus.Bench;

return args switch
{
    ["sagemaker", .. var rest] => await SageMakerBench.RunAsync(rest),
    _ => 0,
};
