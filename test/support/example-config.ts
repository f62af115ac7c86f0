/** What the programs in `examples/` ask their stack for, as Pulumi hands it over. */
export const EXAMPLE_CONFIG: Readonly<Record<string, string>> = {
  "llm-serving:clusterName": "serving",
  "llm-serving:subnetIds": '["subnet-a"]',
  "llm-serving:subnetId": "subnet-a",
  "llm-serving:vpcId": "vpc-1",
  "llm-serving:nodeRoleArn": "arn:aws:iam::000000000000:role/node",
  "llm-serving:clusterSecurityGroupId": "sg-cluster",
  "llm-serving:reservationName": "reserved",
  "llm-serving:nodeServiceAccount": "nodes@test-project.iam.gserviceaccount.com",
};
